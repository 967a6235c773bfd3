namespace Coroutines;

/// <summary>An answer that says all by itself, or in words: nothing is waited on.</summary>
internal sealed class Answer(string words) : AwaitableSource
{
    internal string Words => words;

    /// <summary>For reports.</summary>
    public override string ToString() => words;
}
