namespace Coroutines.Examples.Serve;

/// <summary>An answer that is an error: its status, a message for a person, and a header if the status asks for one.</summary>
internal sealed class HttpException(int status, string message, (string Name, string Value)? header = null) : Exception(message)
{
    internal int Status => status;

    internal HttpAnswer ToAnswer()
    {
        HttpAnswer answer = HttpAnswer.OfText(status, Message + "\n");
        return header is { } told ? answer.With(told.Name, told.Value) : answer;
    }
}
