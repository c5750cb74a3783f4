using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.PlatformSettings;

/// <summary>A platform setting, as the subject of an operation.</summary>
/// <param name="Setting">The setting; null when no setting has the key.</param>
/// <param name="Now">Current value.</param>
/// <param name="Wanted">New value; null when it is invalid.</param>
/// <param name="Follows">Consequence of the new value.</param>
public sealed record SettingFacts(Setting? Setting, string Now, string? Wanted, Sentence Follows, long Revision) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<SettingFacts>> Load(IReadOnlyList<string> ids, Setting? setting, string? wanted, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        if (setting is null)
            return [new(null, "", null, Default, 0)];
        // Locks the current value. A concurrent change then finds a different revision than its preview.
        await work.List<string>(
            $"select s.opened_by from core.settings s where s.key = @Key and s.closed_by is null {work.ForUpdate("s")}",
            new { setting.Key }
        );
        var revision = await work.One<long>("select count(*) + count(closed_by) + 1 from core.settings where key = @Key", new { setting.Key });
        var follows = wanted is not null && setting.DescribeEffect is { } says ? await says(wanted, work) : Default;
        return [new(setting, await setting.Get(work), wanted, follows, revision)];
    }

    private static Sentence Default => Sentence.Say($"The new value applies from now on.");
}
