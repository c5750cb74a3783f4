using OwnerConsole.Data;

namespace OwnerConsole.Fixtures;

/// <summary>A console with a production-size connection pool, for tests that keep one of its transactions open.</summary>
public sealed class LargePoolConsole : TestConsole
{
    protected override Connections Pool(Connections copy) => copy;
}
