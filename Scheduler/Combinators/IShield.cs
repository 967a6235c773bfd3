namespace Coroutines;

/// <summary>A shield of whatever type, for reports on shields around shields.</summary>
internal interface IShield
{
    /// <summary>Whether it is called by a name of its own.</summary>
    bool IsNamed { get; }

    /// <summary>How many shields there are around the innermost thing, this one included.</summary>
    int Depth { get; }

    /// <summary>The innermost thing, which is no shield, or one with a name.</summary>
    Future Core { get; }
}
