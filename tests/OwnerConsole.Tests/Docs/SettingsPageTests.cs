using System.Text;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Tests.Docs;

public sealed class SettingsPageTests
{
    [Fact]
    public Task The_page_of_settings_says_what_they_declare() =>
        Agreed.Check("docs/settings.md", Page(new SettingBook(ModuleList.All)), "docs/settings.md is made from the settings.");

    /// <summary>docs/settings.md, made from what the settings declare.</summary>
    private static string Page(SettingBook book)
    {
        var page = new StringBuilder(
            """
            # What the platform goes by

            Made from the settings themselves; `GET /api/v1/settings` answers them with what holds and who chose it, and the page **Settings → Platform** shows the same. Each is chosen with
            [`setting.change`](operations.md#settingchange), previewed, logged and undone like everything that is decided. Without a value it goes back to what was installed.

            """
        );
        foreach (var category in book.All.GroupBy(setting => setting.Category))
        {
            page.Append($"\n## {category.Key}\n\n| Key | Is | As installed | Can be |\n|---|---|---|---|\n");
            foreach (var setting in category)
                page.Append($"| `{setting.Key}` | **{setting.Name}.** {setting.Says} | {setting.Worded(setting.Default)} | {CanBe(setting)} |\n");
        }
        return page.ToString();
    }

    private static string CanBe(Setting setting) =>
        setting.Bounds?.TrimEnd('.') ?? (setting.Source is { } source ? $"a {source.Replace('_', ' ')}" : $"{setting.Least} to {setting.Most} characters");
}
