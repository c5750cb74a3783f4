using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Settings;

/// <summary>Lists all settings: those of the kernel and those declared by modules.</summary>
public sealed class SettingCatalogue
{
    private readonly Dictionary<string, Setting> _byKey;

    /// <exception cref="ArgumentException">Two settings have the same key.</exception>
    public SettingCatalogue(IEnumerable<Module> modules)
    {
        All =
        [
            .. Kernel
                .Concat(modules.SelectMany(module => module.Settings))
                .OrderBy(setting => setting.Category)
                .ThenBy(setting => setting.Key, StringComparer.Ordinal),
        ];
        _byKey = All.ToDictionary(setting => setting.Key, StringComparer.Ordinal);
    }

    public IReadOnlyList<Setting> All { get; }

    private static IEnumerable<Setting> Kernel =>
        [
            PlatformWords.NameSetting,
            PlatformAddress.Setting,
            RunStarter.SoloApprovalDelay,
            RunStarter.ApprovalLifetime,
            EmailRetention.RetentionDays,
            .. PlatformWords.Settings,
        ];

    /// <returns>Null when no setting has the key.</returns>
    public Setting? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Returns all settings with their current values, in page order.</summary>
    public async Task<IReadOnlyList<SettingState>> Current(UnitOfWork work)
    {
        var rows = await work.List<Row>(
            """
            select s.key, s.value, case when r.run_id is null then null else s.opened_by end as run_id, r.requested_by as changed_by, s.opened_at as changed_at,
                   coalesce(r.operation = 'setting.change' and r.undo_until > now() and r.state = 'done', false) as can_undo
              from core.settings s left join core.runs r on r.run_id = s.opened_by
             where s.closed_by is null
            """
        );
        var open = rows.ToDictionary(row => row.Key, StringComparer.Ordinal);
        return [.. All.Select(setting => Current(setting, open.GetValueOrDefault(setting.Key)))];
    }

    private static SettingState Current(Setting setting, Row? row) =>
        new(setting, row?.Value ?? setting.Default, row?.RunId, row?.ChangedBy, row?.ChangedAt, row?.CanUndo == true);

    private sealed record Row(string Key, string? Value, string? RunId, string? ChangedBy, DateTimeOffset ChangedAt, bool CanUndo);
}

/// <summary>A setting with its current value.</summary>
/// <param name="RunId">Run that set the value; null when it was never changed.</param>
/// <param name="ChangedBy">Person or key that requested the run.</param>
/// <param name="ChangedAt">Time of the last change; null when the default was never changed.</param>
/// <param name="CanUndo">The run changed only this setting and can still be undone.</param>
public sealed record SettingState(Setting Setting, string Value, string? RunId, string? ChangedBy, DateTimeOffset? ChangedAt, bool CanUndo)
{
    public bool IsDefault => Value == Setting.Default;
}
