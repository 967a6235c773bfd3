using System.Text.Encodings.Web;
using System.Text.Json;
using Coroutines.Exercises.Command.Compiling;

namespace Coroutines.Exercises.Command.Grading;

/// <summary>The results as JSON: an object with the sums, and an entry for each exercise.</summary>
internal static class JsonGrades
{
    // Read by people too: a quote in a message stays a quote.
    private static readonly JsonWriterOptions _options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Write(Stream file, IReadOnlyList<Result> results)
    {
        using Utf8JsonWriter json = new(file, _options);
        json.WriteStartObject();
        json.WriteNumber("solved", results.Count(result => result.IsSolved));
        json.WriteNumber("exercises", results.Count);
        json.WriteStartArray("results");
        foreach (Result result in results)
        {
            Write(json, result);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Result result)
    {
        json.WriteStartObject();
        json.WriteNumber("number", result.Exercise.Number);
        json.WriteString("name", result.Exercise.Name);
        json.WriteString("title", result.Exercise.Title);
        json.WriteBoolean("solved", result.IsSolved);
        json.WriteBoolean("compiles", result.Errors is []);
        json.WriteStartArray("errors");
        foreach (CompilerMessage error in result.Errors)
        {
            json.WriteStartObject();
            json.WriteString("file", Path.GetFileName(error.Path));
            json.WriteNumber("line", error.Line);
            json.WriteString("message", $"{error.Text} ({error.Rule})");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("tests");
        foreach (TestOutcome test in result.Tests)
        {
            json.WriteStartObject();
            json.WriteString("name", test.Name);
            json.WriteBoolean("passed", test.IsPassed);
            json.WriteString("message", result.Exercise.Translate(test.Message));
            json.WriteString("output", test.Output);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
