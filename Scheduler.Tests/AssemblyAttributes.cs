// A scheduler belongs to its thread, and the few real-time tests must not compete for the processor.
[assembly: NonParallelizable]
