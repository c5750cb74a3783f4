namespace OwnerConsole.Checkups;

/// <summary>Looks at one thing and changes nothing.</summary>
internal interface ICheckup
{
    /// <summary>What it looks at, as it stands before what it found.</summary>
    string Name { get; }

    /// <returns>in the order in which they are read; none where there is nothing to look at</returns>
    Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop);
}
