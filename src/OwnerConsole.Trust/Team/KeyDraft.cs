using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;

namespace OwnerConsole.Trust.Team;

/// <summary>Input of the form for a new API key.</summary>
public sealed record KeyDraft(string Name, string Mode, IReadOnlyList<string> Scopes, string OnlyTenant, string Days, string HourlyLimit, string Origins)
{
    /// <summary>Defaults for an application that reports its tenants and their members.</summary>
    public static readonly KeyDraft Empty = new(
        "",
        "live",
        ["tenant.report", "tenant.read", "member.report"],
        "",
        ApiKeys.DefaultDays.ToString(CultureInfo.InvariantCulture),
        "",
        ""
    );

    public static KeyDraft Of(IFormCollection form) =>
        new(
            form["name"].ToString(),
            form["mode"].ToString(),
            [.. form["scopes"].OfType<string>()],
            form["only_tenant"].ToString().Trim(),
            form["days"].ToString(),
            form["hourly_limit"].ToString().Trim(),
            form["origins"].ToString()
        );

    /// <summary>The input as JSON of the equivalent API request, so that both are validated by the same code.</summary>
    public JsonElement Input() =>
        Json.Element(
            new
            {
                Name,
                Mode,
                Scopes,
                OnlyTenant = OnlyTenant.Length == 0 ? null : OnlyTenant,
                Days = int.TryParse(Days, CultureInfo.InvariantCulture, out var days) ? days : 0,
                HourlyLimit = HourlyLimit.Length == 0 ? (int?)null
                : int.TryParse(HourlyLimit, CultureInfo.InvariantCulture, out var most) ? most
                : 0,
                Origins = Origins.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
            }
        );
}
