using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Trust.Team;

/// <summary>Input of the form for a new API key.</summary>
/// <param name="Preset">Key of a <see cref="KeyPreset"/>, or <see cref="KeyPreset.Custom"/>.</param>
/// <param name="Scopes">Scopes of a custom key.</param>
public sealed record KeyDraft(
    string Name,
    string Mode,
    string Preset,
    IReadOnlyList<string> Scopes,
    string OnlyTenant,
    string Days,
    string HourlyLimit,
    string Origins
)
{
    public static readonly KeyDraft Empty = new("", "live", KeyPreset.Default.Key, [], "", ApiKeys.DefaultDays.ToString(CultureInfo.InvariantCulture), "", "");

    /// <summary>Permissions of the commands that report a first tenant.</summary>
    private static readonly string[] s_reporting = ["tenant.report", "member.report", "event.report"];

    public static KeyDraft Of(IFormCollection form) =>
        new(
            form["name"].ToString(),
            form["mode"].ToString(),
            KeyPreset.Find(form["preset"].ToString())?.Key ?? KeyPreset.Custom,
            [.. form["scopes"].OfType<string>().Where(scope => scope.Length > 0)], // the list of checkboxes also sends an empty value
            form["only_tenant"].ToString().Trim(),
            form["days"].ToString(),
            form["hourly_limit"].ToString().Trim(),
            form["origins"].ToString()
        );

    /// <summary>The input as JSON of the equivalent API request, so that both are validated by the same code.</summary>
    /// <param name="all">All scopes of the platform.</param>
    public JsonElement Input(IReadOnlyList<string> all) =>
        Json.Element(
            new
            {
                Name,
                Mode,
                Scopes = ChosenScopes(all),
                OnlyTenant = OnlyTenant.Length == 0 ? null : OnlyTenant,
                Days = int.TryParse(Days, CultureInfo.InvariantCulture, out var days) ? days : 0,
                HourlyLimit = HourlyLimit.Length == 0 ? (int?)null
                : int.TryParse(HourlyLimit, CultureInfo.InvariantCulture, out var most) ? most
                : 0,
                Origins = Origins.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
            }
        );

    /// <returns>True if the key can report any tenant with its members and events.</returns>
    /// <param name="all">All scopes of the platform.</param>
    public bool CanReport(IReadOnlyList<string> all) => OnlyTenant.Length == 0 && s_reporting.All(scope => Permissions.Covers(ChosenScopes(all), scope));

    private IEnumerable<string> ChosenScopes(IReadOnlyList<string> all) => KeyPreset.Find(Preset)?.Scopes(all) ?? Scopes;
}
