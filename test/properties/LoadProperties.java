import java.io.*;
import java.nio.file.*;
import java.util.*;

/** Reads each property file named on standard input by java.util.Properties; prints its entries, each byte in hex. */
class LoadProperties {
  static String hex(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) out.append(String.format("%02x", b));
    return out.toString();
  }

  public static void main(String[] args) throws IOException {
    BufferedReader names = new BufferedReader(new InputStreamReader(System.in));
    StringBuilder out = new StringBuilder();
    for (String name; (name = names.readLine()) != null; ) {
      Properties properties = new Properties();
      try (InputStream in = Files.newInputStream(Paths.get(name))) { properties.load(in); }
      StringJoiner line = new StringJoiner(" ");
      for (String key : new TreeSet<>(properties.stringPropertyNames())) line.add(hex(key) + "=" + hex(properties.getProperty(key)));
      out.append(line).append('\n');
    }
    System.out.print(out);
  }
}
