namespace Coroutines;

/// <summary>An item that cancels a task when its time is up.</summary>
internal interface ITimeLimit : IRunnable;
