import java.util.Collection;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/** Client NAME_SERVERS TOPIC BODY: sends a message, and reads the topic from its beginning until that message comes. */
public class Client {
    public static void main(String[] args) throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer("java-producer");
        producer.setNamesrvAddr(args[0]);
        producer.start();
        System.out.println("sent " + producer.send(new Message(args[1], args[2].getBytes("UTF-8"))).getSendStatus());
        DefaultLitePullConsumer consumer = new DefaultLitePullConsumer("java-consumer");
        consumer.setNamesrvAddr(args[0]);
        consumer.setAutoCommit(false);
        consumer.start();
        Collection<MessageQueue> queues = consumer.fetchMessageQueues(args[1]);
        consumer.assign(queues);
        for (MessageQueue queue : queues) consumer.seekToBegin(queue);
        boolean found = false;
        for (int tries = 0; tries < 20 && !found; tries++) {
            List<MessageExt> messages = consumer.poll(3000);
            for (MessageExt message : messages) {
                String body = new String(message.getBody(), "UTF-8");
                System.out.println("received " + body);
                found = found || body.equals(args[2]);
            }
        }
        // threads of the client live on
        System.exit(found ? 0 : 1);
    }
}
