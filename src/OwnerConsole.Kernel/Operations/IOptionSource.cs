using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Rows that a field of an operation is chosen among, such as plans. A module registers one for each kind of row.</summary>
public interface IOptionSource
{
    /// <summary>The kind of row, as <see cref="ChosenAmongAttribute"/> names it.</summary>
    string Name { get; }

    /// <returns>what can be chosen now, the likeliest first</returns>
    Task<IReadOnlyList<Option>> Find(Work work);
}

/// <param name="Key">what is sent</param>
/// <param name="Name">what is shown</param>
public sealed record Option(string Key, string Name);
