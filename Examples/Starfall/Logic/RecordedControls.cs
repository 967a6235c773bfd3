using System.Globalization;

namespace Coroutines.Examples.Starfall.Logic;

/// <summary>Controls that were pressed at certain frames.</summary>
internal sealed class RecordedControls : IControlSource
{
    private readonly Dictionary<long, Control> _controls = [];

    /// <param name="text">
    /// For each of them, the number of the frame and the control, as in "10 Fire, 12 Left"; on any number of lines.
    /// </param>
    internal RecordedControls(string text)
    {
        foreach (string entry in text.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] words = entry.Split(' ');
            if (words is not [string number, string name]
                || !long.TryParse(number, NumberStyles.None, null, out long frame)
                || !Enum.TryParse(name, out Control control)
                || !_controls.TryAdd(frame, control))
            {
                throw new FormatException($"'{entry}' is not the number of a frame, each only once, and a control.");
            }
        }
    }

    public Control? Take(long frame) => _controls.TryGetValue(frame, out Control control) ? control : null;
}
