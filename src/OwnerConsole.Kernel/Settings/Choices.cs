using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Settings;

/// <summary>Stores the chosen values of settings.</summary>
public static class Choices
{
    /// <summary>Notification channel that is signalled when a setting changes.</summary>
    internal const string Channel = "settings";

    /// <param name="value">New value; null restores the default.</param>
    public static async Task Open(this Setting setting, string? value, Work work)
    {
        await work.Do(
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
        await Carry(setting, work);
    }

    /// <returns>False when another run has changed the setting since; otherwise the previous value is restored.</returns>
    public static async Task<bool> TakeBack(this Setting setting, string undoneRun, Work work)
    {
        var args = new
        {
            setting.Key,
            run = work.RunId,
            undoneRun,
        };
        if (await work.Do("update core.settings set closed_by = @run where key = @Key and opened_by = @undoneRun and closed_by is null", args) == 0)
            return false;
        await work.Do("update core.settings set closed_by = null where key = @Key and closed_by = @undoneRun", args);
        await Carry(setting, work);
        return true;
    }

    private static async Task Carry(Setting setting, Work work)
    {
        work.Call(Channel);
        if (setting.Apply is { } apply)
            await apply(await setting.Of(work), work);
    }
}
