import com.sun.net.httpserver.HttpServer;
import java.io.FileReader;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.TreeSet;

/** Obeys the options of rocketmq-dashboard as Spring Boot reads them, and shows what it makes of them. */
public class Dashboard {
  public static void main(String[] args) throws Exception {
    Properties options = new Properties();
    options.setProperty("server.port", "8082");
    Properties given = new Properties();
    for (String arg : args) {
      String[] pair = arg.substring(2).split("=", 2);
      given.setProperty(pair[0], pair[1]);
    }
    String file = given.getProperty("spring.config.additional-location");
    if (file != null) {
      try (Reader reader = new FileReader(file.replaceFirst("^file:", ""))) {
        options.load(reader);
      }
    }
    options.putAll(given); // the command line outranks a file
    options.setProperty("user.home", System.getProperty("user.home"));
    options.setProperty("java.version", System.getProperty("java.version"));
    StringBuilder page = new StringBuilder();
    for (String name : new TreeSet<String>(options.stringPropertyNames())) {
      page.append(name).append('=').append(options.getProperty(name)).append('\n');
    }
    byte[] body = page.toString().getBytes(StandardCharsets.UTF_8);
    HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(options.getProperty("server.port"))), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
  }
}
