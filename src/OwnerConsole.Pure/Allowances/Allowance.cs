using System.Globalization;

namespace OwnerConsole.Pure.Allowances;

/// <summary>Granted amount of a feature, from a plan, an override or a default.</summary>
/// <param name="Text">Stored form: on, off, unlimited, a number without trailing zeros, or a value.</param>
/// <param name="Limit">Numeric limit; null if it is unlimited or the feature isn't counted.</param>
public sealed record Allowance(string Text, decimal? Limit)
{
    private const string On = "on",
        Off = "off",
        UnlimitedText = "unlimited";

    /// <summary>Maximum limit; the column numeric(24,6) can store more.</summary>
    private const decimal MaxLimit = 1_000_000_000_000;

    private const int MaxTextLength = 200;

    /// <summary>No limit for a counted feature.</summary>
    public static Allowance Unlimited { get; } = new(UnlimitedText, null);

    /// <summary>Whether there is no limit; never true for features that aren't counted.</summary>
    public bool IsUnlimited => Text == UnlimitedText;

    /// <summary>Whether the feature can be used: a boolean feature is on, or a counted one has a limit above zero.</summary>
    public bool Grants => Limit is null ? Text is not Off : Limit > 0;

    /// <returns>The allowance without any grant.</returns>
    public static Allowance None(FeatureKind kind) =>
        kind switch
        {
            FeatureKind.Boolean => new(Off, null),
            FeatureKind.Config => new("", null),
            _ => new("0", 0),
        };

    /// <param name="kind">Kind of the feature.</param>
    /// <param name="decimals">Maximum number of decimals of an amount.</param>
    /// <param name="text">On, off, a value, a number or unlimited.</param>
    /// <returns>Null if it is invalid for this kind of feature.</returns>
    public static Allowance? Read(FeatureKind kind, int decimals, string text) =>
        kind switch
        {
            FeatureKind.Boolean => text is On or Off ? new(text, null) : null,
            FeatureKind.Config => text.Length <= MaxTextLength && !text.Any(char.IsControl) ? new(text, null) : null,
            _ => text is UnlimitedText ? Unlimited
            : Amount(text, decimals) is { } limit ? Of(limit)
            : null,
        };

    /// <summary>Creates a limit.</summary>
    public static Allowance Of(decimal limit) => new(Plain(limit), limit);

    /// <returns>Null if it is not a valid amount: negative, too many decimals, too large, or not a number.</returns>
    public static decimal? Amount(string text, int decimals) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && Fits(amount, decimals) ? amount : null;

    /// <returns>True if it is at least 0, has at most this many decimals and is not above the maximum.</returns>
    public static bool Fits(decimal amount, int decimals) => amount is >= 0 and <= MaxLimit && decimal.Round(amount, decimals) == amount;

    /// <returns>The number without exponent and trailing zeros.</returns>
    public static string Plain(decimal amount) => amount.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>
    /// Adds another grant a number of times. Features that aren't counted don't increase: on stays on, and the first value applies unless it is
    /// empty.
    /// </summary>
    public Allowance Add(Allowance more, int times) =>
        IsUnlimited || more.IsUnlimited ? Unlimited
        : Limit is { } limit && more.Limit is > 0 and { } each ? Of(limit + each * times)
        : Limit is not null ? this
        : Larger(more);

    /// <summary>Combines two simultaneous grants to the larger one. For values the first applies unless it is empty.</summary>
    public Allowance Larger(Allowance other) =>
        IsUnlimited || other.IsUnlimited ? Unlimited
        : Limit is not null || other.Limit is not null ? ((Limit ?? 0) >= (other.Limit ?? 0) ? this : other)
        : Text is Off or "" ? other
        : this;
}
