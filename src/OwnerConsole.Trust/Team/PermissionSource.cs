using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Permissions and their wildcards, as field options.</summary>
public sealed class PermissionSource(ScopeCatalogue scopes, PermissionDescriber words) : IOptionSource
{
    public const string Permissions = "permission";

    public string Name => Permissions;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work)
    {
        var single = scopes.All.Where(word => word != "*").ToList();
        var families = single.Select(word => $"{word.Split('.')[0]}.*").Distinct(StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<Option>>([
            .. families.Concat(single).Order(StringComparer.Ordinal).Select(word => new Option(word, words.DescribeWord(word))),
        ]);
    }
}
