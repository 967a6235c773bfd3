namespace Coroutines;

/// <summary>Something that another thread wants to know of the loop.</summary>
internal interface IQuestion
{
    /// <summary>Answers it, on the loop's thread, where nothing is half done. Changes nothing that the program sees, and throws nothing.</summary>
    void Answer();
}
