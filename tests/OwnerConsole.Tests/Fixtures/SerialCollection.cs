namespace OwnerConsole.Fixtures;

/// <summary>Tests with a time limit, which run while no other test runs.</summary>
[CollectionDefinition(nameof(SerialCollection), DisableParallelization = true)]
public sealed class SerialCollection;
