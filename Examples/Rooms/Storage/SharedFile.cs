using System.Text.Json;

namespace Coroutines.Examples.Rooms;

/// <summary>A value in a file that several processes read and change, one at a time. Whoever dies in between leaves the old value or the new one.</summary>
internal sealed class SharedFile<T>(string path)
    where T : new()
{
    internal T Read()
    {
        using FileStream held = Hold();
        return Load();
    }

    /// <param name="change">Changes the value, and says whether it is to be kept.</param>
    internal bool Update(Func<T, bool> change)
    {
        using FileStream held = Hold();
        T value = Load();
        if (!change(value))
        {
            return false;
        }

        string next = path + ".next";
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(value));
        File.Move(next, path, overwrite: true);
        return true;
    }

    private T Load() => File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path))! : new T();

    // The system takes the lock from a process that dies.
    private FileStream Hold()
    {
        while (true)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                Thread.Sleep(1);
            }
        }
    }
}
