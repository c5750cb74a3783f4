using System.Globalization;

namespace OwnerConsole.Pure.Allowances;

/// <summary>How much of a feature is granted, as a plan, an override or a default says it.</summary>
/// <param name="Text">as it is kept and written: on, off, unlimited, a number without needless zeros, or a value</param>
/// <param name="Limit">of what is counted; null where it is unlimited, and for what isn't counted</param>
public sealed record Allowance(string Text, decimal? Limit)
{
    private const string On = "on",
        Off = "off",
        Endless = "unlimited";

    /// <summary>Of a limit; numeric(24,6) keeps more.</summary>
    private const decimal Most = 1_000_000_000_000;

    private const int Longest = 200;

    /// <summary>As much of what is counted as anybody likes.</summary>
    public static Allowance Unlimited { get; } = new(Endless, null);

    /// <summary>There is no limit; what isn't counted never is.</summary>
    public bool IsUnlimited => Text == Endless;

    /// <summary>Of a boolean feature: it may be used. Of what is counted: at least one may be.</summary>
    public bool Grants => Limit is null ? Text is not Off : Limit > 0;

    /// <returns>what is granted where nobody grants anything</returns>
    public static Allowance None(FeatureKind kind) =>
        kind switch
        {
            FeatureKind.Boolean => new(Off, null),
            FeatureKind.Config => new("", null),
            _ => new("0", 0),
        };

    /// <param name="kind">of the feature</param>
    /// <param name="decimals">places that an amount of it may have</param>
    /// <param name="text">on or off, a value, a number or unlimited</param>
    /// <returns>null when it can't be said of a feature of this kind</returns>
    public static Allowance? Read(FeatureKind kind, int decimals, string text) =>
        kind switch
        {
            FeatureKind.Boolean => text is On or Off ? new(text, null) : null,
            FeatureKind.Config => text.Length <= Longest && !text.Any(char.IsControl) ? new(text, null) : null,
            _ => text is Endless ? Unlimited
            : Amount(text, decimals) is { } limit ? Of(limit)
            : null,
        };

    /// <summary>A limit.</summary>
    public static Allowance Of(decimal limit) => new(Plain(limit), limit);

    /// <returns>null when it is no amount that can be counted: negative, too fine, too large, or no number</returns>
    public static decimal? Amount(string text, int decimals) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && Fits(amount, decimals) ? amount : null;

    /// <returns>true when it is 0 or more, has no more places than these, and is below the most that is counted</returns>
    public static bool Fits(decimal amount, int decimals) => amount is >= 0 and <= Most && decimal.Round(amount, decimals) == amount;

    /// <returns>as it is written: without an exponent and needless zeros</returns>
    public static string Plain(decimal amount) => amount.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>With what is granted besides, so many times. What isn't counted is not more for it: on stays on, and a value the first's, unless that says nothing.</summary>
    public Allowance And(Allowance more, int times) =>
        IsUnlimited || more.IsUnlimited ? Unlimited
        : Limit is { } limit && more.Limit is > 0 and { } each ? Of(limit + each * times)
        : Limit is not null ? this
        : Or(more);

    /// <summary>Of two that are granted at the same time the one that grants more. A value is the first's, unless that says nothing.</summary>
    public Allowance Or(Allowance other) =>
        IsUnlimited || other.IsUnlimited ? Unlimited
        : Limit is not null || other.Limit is not null ? ((Limit ?? 0) >= (other.Limit ?? 0) ? this : other)
        : Text is Off or "" ? other
        : this;
}
