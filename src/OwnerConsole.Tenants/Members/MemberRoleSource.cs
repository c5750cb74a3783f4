using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Members;

/// <summary>Provides roles as the options of a form field: roles with a display name and reported roles.</summary>
public sealed class MemberRoleSource : IOptionSource
{
    public const string Roles = "role";

    private const int MaxRoles = 50;

    public string Name => Roles;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work)
    {
        var words = await PlatformWords.Of(work);
        var named = words.Roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(role => role.Split(':', 2, StringSplitOptions.TrimEntries)[0]);
        var reported = await work.Distinct("core.members", "role", "role is not null", MaxRoles);
        return [.. named.Concat(reported).Distinct(StringComparer.Ordinal).Select(role => new Option(role, words.Role(role)))];
    }
}
