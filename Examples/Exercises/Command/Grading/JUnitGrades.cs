using System.Xml;

namespace Coroutines.Exercises.Command.Grading;

/// <summary>
/// The results as the XML of JUnit, which most systems that grade or build can read: a suite for each exercise, and a case for each test.
/// An exercise that does not compile has one case, <c>compiles</c>, with an error.
/// </summary>
internal static class JUnitGrades
{
    internal static void Write(Stream file, IReadOnlyList<Result> results)
    {
        using XmlWriter xml = XmlWriter.Create(file, new XmlWriterSettings { Indent = true });
        xml.WriteStartElement("testsuites");
        WriteCounts(xml, results);
        foreach (Result result in results)
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", $"{result.Exercise.Number}. {result.Exercise.Title}");
            WriteCounts(xml, [result]);
            foreach (TestOutcome test in result.Tests)
            {
                WriteCase(xml, result, test.Name, test.Output, test.IsPassed ? null : ("failure", result.Exercise.Translate(test.Message)));
            }

            if (result.Errors is not [])
            {
                WriteCase(xml, result, "compiles", "", ("error", string.Join('\n', result.Errors)));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyList<Result> results)
    {
        int errors = results.Count(result => result.Errors is not []);
        xml.WriteAttributeString("tests", $"{results.Sum(result => result.Tests.Count) + errors}");
        xml.WriteAttributeString("failures", $"{results.Sum(result => result.Tests.Count - result.PassedCount)}");
        xml.WriteAttributeString("errors", $"{errors}");
    }

    private static void WriteCase(XmlWriter xml, Result result, string name, string output, (string Kind, string Message)? fault)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", result.Exercise.Name);
        xml.WriteAttributeString("name", Clean(name));
        if (fault is { } found)
        {
            string message = Clean(found.Message);
            xml.WriteStartElement(found.Kind);
            xml.WriteAttributeString("message", message.Split('\n')[0]);
            xml.WriteString(message);
            xml.WriteEndElement();
        }

        if (output.Length > 0)
        {
            xml.WriteElementString("system-out", Clean(output));
        }

        xml.WriteEndElement();
    }

    // XML has no way to write most control characters, and learners print what they like.
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(rune =>
        rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\ufffd" : rune.ToString()));
}
