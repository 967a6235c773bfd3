namespace Coroutines.Examples.Terminal;

/// <summary>The colours that every terminal has, by the numbers with which it is told of them.</summary>
internal enum Colour
{
    Red = 91,
    Green = 92,
    Yellow = 93,
    Blue = 94,
    Magenta = 95,
    Cyan = 96,
    White = 97,
    Grey = 90,
    Plain = 39,
}
