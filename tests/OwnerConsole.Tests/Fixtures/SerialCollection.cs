namespace OwnerConsole.Fixtures;

/// <summary>Tests that say how long something takes at most: they run when no other does.</summary>
[CollectionDefinition(nameof(SerialCollection), DisableParallelization = true)]
public sealed class SerialCollection;
