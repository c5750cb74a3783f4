using System.Text;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Tests.Docs;

public sealed class SettingsPageTests
{
    [Fact]
    public Task The_settings_page_matches_the_declarations() =>
        GeneratedFile.Check(
            "docs/reference/settings.md",
            Page(new SettingCatalogue(ModuleList.All)),
            "docs/reference/settings.md is generated from the settings."
        );

    /// <summary>Generates docs/reference/settings.md from the declarations of the settings.</summary>
    private static string Page(SettingCatalogue book)
    {
        var page = new StringBuilder(
            """
            # Settings reference

            Generated from the settings; `GET /api/v1/settings` returns them with their current value and who set it, and **Settings → General** shows the same. Change a setting with
            [`setting.change`](operations.md#settingchange), which has a preview, a log entry and undo. Without a value, the setting returns to its default.

            """
        );
        foreach (var category in book.All.GroupBy(setting => setting.Category))
        {
            page.Append($"\n## {category.Key}\n\n| Key | Meaning | Default | Allowed values |\n|---|---|---|---|\n");
            foreach (var setting in category)
                page.Append($"| `{setting.Key}` | **{setting.Name}.** {setting.Description} | {setting.Format(setting.Default)} | {CanBe(setting)} |\n");
        }
        return page.ToString();
    }

    private static string CanBe(Setting setting) =>
        setting.Bounds?.TrimEnd('.') ?? (setting.Source is { } source ? $"a {source.Replace('_', ' ')}" : $"{setting.Min} to {setting.Max} characters");
}
