using System.Globalization;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Checkups;

/// <summary>The master key opens this database's ring of keys, and its keys what is sealed.</summary>
internal sealed class SecretsCheckup : ICheckup
{
    public string Name => "secrets";

    public async Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop)
    {
        var ring = machine.Services!.GetRequiredService<KeyRing>();
        var read = ring.Read();
        var uses = await machine.Services!.GetRequiredService<KeyUses>().Count(stop);
        return [Finding.Ok(Name, "The master key opens this database's secrets."), Sealing(read, ring.Sealing.Id, uses), .. Shut(read, uses)];
    }

    private Finding Sealing(RingRead read, string id, IReadOnlyList<KeyUse> uses)
    {
        var days = (int)read.Keys.Single(one => one.Key.Id == id).Age.TotalDays;
        var older = uses.Where(use => use.IsKnown && use.KeyId != id).Sum(use => use.Boxes);
        return Finding.Ok(
            Name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The key {id} of {days:N0} days has sealed {uses.Single(use => use.KeyId == id).Boxes:N0} of them, {older:N0} are under another. A new one is made by: owner-console secrets rotate"
            )
        );
    }

    private IEnumerable<Finding> Shut(RingRead read, IReadOnlyList<KeyUse> uses)
    {
        if (read.Shut.Count > 0)
            yield return Finding.Warning(
                Name,
                $"The master key doesn't open the keys {string.Join(", ", read.Shut)} of the ring.",
                "They were changed in the database; restore it from a backup, or give anew what was sealed with them."
            );
        if (uses.Where(use => !use.IsKnown).Sum(use => use.Boxes) is var lost and > 0)
            yield return Finding.Warning(
                Name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{lost:N0} of the secrets {(lost == 1 ? "was" : "were")} sealed with a key that the ring doesn't have, and can't be opened."
                ),
                "They came from another database. Give them anew: passwords, authenticators, endpoints' secrets."
            );
    }
}
