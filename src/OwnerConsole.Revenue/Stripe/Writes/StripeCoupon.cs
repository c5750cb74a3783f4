using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Stripe.Projection;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>A copied coupon.</summary>
/// <param name="Body">The coupon as Stripe last returned it.</param>
public sealed record StripeCoupon(string Id, string AccountId, Mode Mode, string Body)
{
    private readonly JsonElement _body = JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>Currency of a fixed amount, in capital letters; null for a percentage.</summary>
    public string? Currency => _body.Whole("amount_off") is null ? null : _body.Currency();

    /// <summary>Text in a list, such as <c>Launch · 20% off for 3 months</c>.</summary>
    public string Label => $"{NameOf(Id, _body)}{(Mode is Mode.Test ? " (test mode)" : "")}";

    /// <summary>Whether it can be redeemed. Stripe's own mark may be outdated in the copy once the last day has passed.</summary>
    public bool IsValid(DateTimeOffset at) => _body.Flag("valid") && !(_body.Time("redeem_by") < at);

    /// <returns>Coupons of both modes that can be redeemed, by id.</returns>
    public static async Task<IReadOnlyList<StripeCoupon>> ListValid(UnitOfWork work) =>
        [.. (await Find("true", null, work)).Where(coupon => coupon.IsValid(work.Now))];

    public static Task<IReadOnlyList<StripeCoupon>> Find(string id, UnitOfWork work) => Find("o.object_id = @id", id, work);

    /// <returns>Name and discount of a coupon.</returns>
    internal static string NameOf(string id, JsonElement coupon)
    {
        var off = coupon.Decimal("percent_off") is { } percent
            ? string.Create(CultureInfo.InvariantCulture, $"{percent:0.##}% off")
            : $"{new Money(coupon.Whole("amount_off") ?? 0, coupon.Currency() ?? "XXX")} off";
        var duration = coupon.Text("duration") switch
        {
            "forever" => "",
            "repeating" when coupon.Whole("duration_in_months") is { } months => months == 1 ? " for 1 month" : $" for {months} months",
            _ => " once",
        };
        return $"{coupon.Text("name") ?? id} · {off}{duration}";
    }

    private static Task<IReadOnlyList<StripeCoupon>> Find(string condition, string? id, UnitOfWork work) =>
        work.List<StripeCoupon>(
            $"""
            select o.object_id as id, o.account_id, o.mode, o.body::text as body from stripe.objects o
             where o.tenant_id = 'tnt_platform' and o.type = 'coupon' and not o.is_deleted and {condition}
             order by o.mode, o.object_id
            """,
            new { id }
        );
}
