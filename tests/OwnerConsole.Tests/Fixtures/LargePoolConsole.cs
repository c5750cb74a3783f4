using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Fixtures;

/// <summary>A console with as many connections as in life, for tests that hold one of its transactions in the middle.</summary>
public sealed class LargePoolConsole : TestConsole
{
    protected override Connections Pool(Connections copy) => copy;
}
