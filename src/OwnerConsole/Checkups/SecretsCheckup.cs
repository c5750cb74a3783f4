using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Checkups;

/// <summary>The master key is the one that this database's secrets were sealed with.</summary>
internal sealed class SecretsCheckup : ICheckup
{
    public string Name => "secrets";

    public Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop)
    {
        machine.Services!.GetRequiredService<KeyRing>().Read();
        return Task.FromResult<IReadOnlyList<Finding>>([Finding.Ok(Name, "The master key opens this database's secrets.")]);
    }
}
