using System.Text.Json;
using Orleans.Storage;

namespace Coroutines.Examples.Rooms;

/// <summary>The state of each grain in a file. It is small: that the silo's thread waits for the disk is all right here.</summary>
internal sealed class FileStorage(string folder) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Row row = FileOf(stateName, grainId).Read();
        grainState.RecordExists = row.State is not null;
        grainState.ETag = row.Version;
        grainState.State = row.State is { } state ? JsonSerializer.Deserialize<T>(state)! : Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string version = Guid.NewGuid().ToString();
        bool isStored = FileOf(stateName, grainId).Update(row =>
        {
            // While silos do not yet agree on who is alive, a grain may be active twice. The one that comes second finds that it is not alone.
            bool isCurrent = row.Version == grainState.ETag;
            (row.Version, row.State) = (version, JsonSerializer.Serialize(grainState.State));
            return isCurrent;
        });
        if (!isStored)
        {
            throw new InconsistentStateException($"Somebody else has stored the state of {grainId}.");
        }

        (grainState.ETag, grainState.RecordExists) = (version, true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        throw new NotSupportedException("Nobody leaves for good.");

    private SharedFile<Row> FileOf(string stateName, GrainId grain) => new(Path.Combine(folder, $"{grain.Type}-{grain.Key}-{stateName}.json"));

    internal sealed class Row
    {
        public string? Version { get; set; }

        public string? State { get; set; }
    }
}
