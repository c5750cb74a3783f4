using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Settings;

/// <summary>Stores the chosen values of settings.</summary>
public static class SettingValues
{
    /// <summary>Notification channel that is signalled when a setting changes.</summary>
    public const string Channel = "settings";

    /// <param name="value">New value; null restores the default.</param>
    public static async Task Set(this Setting setting, string? value, UnitOfWork work)
    {
        await work.Execute(
            """
            with closed as (update core.settings set closed_by = @run where key = @Key and closed_by is null returning 1)
            insert into core.settings (key, opened_by, value, opened_at)
            select @Key, @run, @value, clock_timestamp()
             where (select count(*) from closed) >= 0 -- forces the update to run first
            """,
            new
            {
                setting.Key,
                value,
                run = work.RunId,
            }
        );
        await Apply(setting, work);
    }

    /// <returns>False when another run has changed the setting since; otherwise the previous value is restored.</returns>
    public static async Task<bool> Undo(this Setting setting, string undoneRun, UnitOfWork work)
    {
        var args = new
        {
            setting.Key,
            run = work.RunId,
            undoneRun,
        };
        if (await work.Execute("update core.settings set closed_by = @run where key = @Key and opened_by = @undoneRun and closed_by is null", args) == 0)
            return false;
        await work.Execute("update core.settings set closed_by = null where key = @Key and closed_by = @undoneRun", args);
        await Apply(setting, work);
        return true;
    }

    private static async Task Apply(Setting setting, UnitOfWork work)
    {
        work.Notify(Channel);
        if (setting.Apply is { } apply)
            await apply(await setting.Get(work), work);
    }
}
