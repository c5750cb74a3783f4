using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Settings;

/// <summary>Stores the chosen values of settings.</summary>
public static class SettingValues
{
    /// <summary>Notification channel that is signalled when a setting changes.</summary>
    public const string Channel = "settings";

    private static readonly StateRows Rows = new("core.settings", "key");

    /// <param name="value">New value; null restores the default.</param>
    public static async Task Set(this Setting setting, string? value, UnitOfWork work)
    {
        await Rows.Close([setting.Key], work);
        await work.Execute(
            "insert into core.settings (key, opened_by, value, opened_at) values (@Key, @run, @value, clock_timestamp())",
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
        if ((await Rows.Undo([setting.Key], undoneRun, work)).Count == 0)
            return false;
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
