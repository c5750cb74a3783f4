using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Trust.PlatformSettings;

/// <summary>The platform, as what decides about one of its settings.</summary>
/// <param name="Setting">null when there is none of this key</param>
/// <param name="Now">what holds</param>
/// <param name="Wanted">what would hold; null when that can't be</param>
/// <param name="Follows">what follows from it</param>
public sealed record SettingFacts(Setting? Setting, string Now, string? Wanted, Sentence Follows, long Revision) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public static async Task<IReadOnlyList<SettingFacts>> Load(IReadOnlyList<string> ids, Setting? setting, string? wanted, Work work)
    {
        if (!ids.Contains(IdSource.Platform))
            return [];
        if (setting is null)
            return [new(null, "", null, Usual, 0)];
        // Whoever is first holds the choice that stands; who comes second finds another than was previewed.
        await work.List<string>(
            $"select s.opened_by from core.settings s where s.key = @Key and s.closed_by is null {work.ForUpdate("s")}",
            new { setting.Key }
        );
        var revision = await work.One<long>("select count(*) + count(closed_by) + 1 from core.settings where key = @Key", new { setting.Key });
        var follows = wanted is not null && setting.Follows is { } says ? await says(wanted, work) : Usual;
        return [new(setting, await setting.Of(work), wanted, follows, revision)];
    }

    private static Sentence Usual => Sentence.Say($"It holds from now on.");
}
