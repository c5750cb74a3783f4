namespace OwnerConsole.Hosting.Checkups;

/// <summary>Checks one aspect of the installation without changing anything.</summary>
internal interface ICheckup
{
    /// <summary>Name of the check, printed before its findings.</summary>
    string Name { get; }

    /// <returns>Findings in display order; empty if the check does not apply.</returns>
    Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop);
}
