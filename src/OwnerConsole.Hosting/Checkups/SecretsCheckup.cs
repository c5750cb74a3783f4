using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Checks that the master key decrypts the key ring of the database, and the key ring decrypts the stored secrets.</summary>
internal sealed class SecretsCheckup : ICheckup
{
    public string Name => "secrets";

    public async Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop)
    {
        var ring = machine.Services!.GetRequiredService<KeyRing>();
        var read = ring.Read();
        var uses = await machine.Services!.GetRequiredService<KeyUses>().Count(stop);
        return [Finding.Ok(Name, "The master key decrypts the secrets of this database."), Sealing(read, ring.Current.Id, uses), .. Shut(read, uses)];
    }

    private Finding Sealing(KeyRingSnapshot read, string id, IReadOnlyList<KeyUse> uses)
    {
        var days = (int)read.Keys.Single(key => key.Key.Id == id).Age.TotalDays;
        var older = uses.Where(use => use.IsKnown && use.KeyId != id).Sum(use => use.Boxes);
        return Finding.Ok(
            Name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Key {id} is {days:N0} days old and encrypts {uses.Single(use => use.KeyId == id).Boxes:N0} of them; other keys encrypt {older:N0}. To rotate: owner-console secrets rotate"
            )
        );
    }

    private IEnumerable<Finding> Shut(KeyRingSnapshot read, IReadOnlyList<KeyUse> uses)
    {
        if (read.Unreadable.Count > 0)
            yield return Finding.Warning(
                Name,
                $"The master key can't decrypt the keys {string.Join(", ", read.Unreadable)} in the key ring.",
                "They were changed in the database. Restore it from a backup, or enter the secrets encrypted with them again."
            );
        if (uses.Where(use => !use.IsKnown).Sum(use => use.Boxes) is var lost and > 0)
            yield return Finding.Warning(
                Name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{lost:N0} of the secrets {(lost == 1 ? "was" : "were")} encrypted with a key that is missing from the key ring, and can't be decrypted."
                ),
                "They come from another database. Enter them again: passwords, authenticators and endpoint secrets."
            );
    }
}
