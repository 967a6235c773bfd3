namespace Coroutines.Examples.Starfall.Logic;

/// <summary>
/// A signal for each control, to be awaited by whoever it concerns: <c>yield return controls[Control.Fire].Next();</c>
/// </summary>
internal sealed class Controls
{
    private readonly CoSignal[] _signals = [.. Enum.GetNames<Control>().Select(name => new CoSignal(name))];

    internal CoSignal this[Control control] => _signals[(int)control];

    internal void Press(Control control) => this[control].Emit();

    /// <summary>Does something each time a control is pressed.</summary>
    internal IEnumerator<Awaitable> Whenever(Control control, Action action)
    {
        while (true)
        {
            yield return this[control].Next();
            action();
        }
    }
}
