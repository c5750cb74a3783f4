using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Rows that a form field can choose from, such as plans. A module registers one source for each kind of row.</summary>
public interface IOptionSource
{
    /// <summary>Kind of row, as used in <see cref="OptionsFromAttribute"/>.</summary>
    string Name { get; }

    /// <summary>Whether it reads members of the team, for which it gets a transaction on the platform.</summary>
    bool ReadsTeam => false;

    /// <returns>The currently available options, most likely first.</returns>
    Task<IReadOnlyList<Option>> Find(UnitOfWork work);
}

/// <param name="Key">Value to send.</param>
/// <param name="Name">Text to show.</param>
public sealed record Option(string Key, string Name);
