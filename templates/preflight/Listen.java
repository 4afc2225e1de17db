// Listen SOURCE MARK WORD SECONDS PORT...: listens for a moment, says WORD to whoever connects, and ends with standard input.
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

public class Listen {
  public static void main(String[] args) throws Exception {
    new File(args[0]).delete();
    StringBuilder up = new StringBuilder();
    for (int i = 4; i < args.length; i++) {
      try {
        ServerSocket listening = new ServerSocket(Integer.parseInt(args[i]), 128);
        up.append(up.length() == 0 ? "" : " ").append(args[i]);
        daemon(() -> answer(listening, args[2].getBytes()));
      } catch (IOException taken) {
        // it is not among those that are up
      }
    }
    System.out.print("\n" + args[1] + " up 0 " + up.length() + "\n" + up);
    System.out.flush();
    Thread input = daemon(() -> await());
    input.join(1000L * Integer.parseInt(args[3]));
  }

  static void answer(ServerSocket listening, byte[] word) {
    while (true) {
      try (Socket caller = listening.accept()) {
        caller.getOutputStream().write(word);
      } catch (IOException gone) {
        // whoever called has hung up
      }
    }
  }

  static void await() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException ended) {
      // as good as the end of it
    }
  }

  static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
