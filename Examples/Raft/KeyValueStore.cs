namespace Coroutines.Examples.Raft;

/// <summary>
/// What the log is for: the values, and for each client which of its commands was the last and what came of it. So a command that its client has
/// sent again, and that is in the log twice, is done once (section 6.3 of the thesis). It depends on the log alone, and is the same on all nodes.
/// </summary>
internal sealed class KeyValueStore
{
    private readonly Dictionary<string, string> _values = [];

    // Of each client, which has one command under way at a time.
    private readonly Dictionary<long, Answer> _lastAnswers = [];

    internal string? this[string key] => _values.GetValueOrDefault(key);

    internal void Apply(Command command)
    {
        bool isNew = !_lastAnswers.TryGetValue(command.Client, out Answer? last) || last.Number < command.Number;
        if (command.Kind != CommandKind.None && isNew)
        {
            _lastAnswers[command.Client] = new Answer(command.Number, IsDone: true, HasMatched: Change(command));
        }
    }

    /// <summary>The answer to a command that was applied, or to a read.</summary>
    internal Answer AnswerTo(Command command) => command.Kind == CommandKind.Get
        ? new Answer(command.Number, IsDone: true, this[command.Key])
        : _lastAnswers[command.Client];

    private bool Change(Command command)
    {
        string? before = this[command.Key];
        if (command.Kind == CommandKind.CompareAndSet && before != command.Expected)
        {
            return false;
        }

        _values[command.Key] = command.Kind == CommandKind.Append ? before + command.Value : command.Value ?? "";
        return true;
    }
}
