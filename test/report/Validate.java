import java.io.File;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Holds XML documents against a schema that lies in a zip archive. Prints a line for each fault: DOCUMENT:LINE: what is wrong.
 * Arguments: the archive, how the schema's name ends, the documents.
 */
public class Validate {
    public static void main(String[] args) throws Exception {
        Schema schema = schemaIn(args[0], args[1]);
        for (int index = 2; index < args.length; index += 1) validate(schema, new File(args[index]));
    }

    private static Schema schemaIn(String archive, String ending) throws Exception {
        try (ZipFile zip = new ZipFile(archive)) {
            ZipEntry entry = zip.stream().filter(one -> one.getName().endsWith(ending)).findFirst().orElseThrow();
            SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            return factory.newSchema(new StreamSource(zip.getInputStream(entry)));
        }
    }

    private static void validate(Schema schema, File document) throws Exception {
        Validator validator = schema.newValidator();
        validator.setErrorHandler(new ErrorHandler() {
            public void warning(SAXParseException fault) { tell(document, fault); }
            public void error(SAXParseException fault) { tell(document, fault); }
            public void fatalError(SAXParseException fault) throws SAXException { throw fault; }
        });
        try {
            validator.validate(new StreamSource(document));
        } catch (SAXParseException notXml) {
            tell(document, notXml);
        }
    }

    private static void tell(File document, SAXParseException fault) {
        System.out.println(document + ":" + fault.getLineNumber() + ": " + fault.getMessage());
    }
}
