<%@ page contentType="text/plain; charset=UTF-8" import="java.io.InputStream,java.util.Properties" %><%
  Properties settings = new Properties();
  try (InputStream file = application.getResourceAsStream("/WEB-INF/classes/config.properties")) {
    settings.load(file);
  }
  for (String name : new java.util.TreeSet<String>(settings.stringPropertyNames())) {
    out.println(name + "=[" + settings.getProperty(name) + "]");
  }
%>
