using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Outbound;

/// <summary>Response of a service.</summary>
/// <param name="Status">Null if there was no response.</param>
/// <param name="Body">Text of the response, or why there was none.</param>
public sealed record ServiceAnswer(int? Status, string Body)
{
    /// <summary>Longest part of a response that is stored.</summary>
    public const int MaxLength = 300;

    /// <summary>Delay that the service asked for; null if it asked for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Header X-Message-Id, in which SendGrid returns its id of an email; null if it is missing.</summary>
    public string? MessageId { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public string Excerpt => TextTruncation.Truncate(Body, MaxLength);

    internal static ServiceAnswer None(string why) => new(null, TextTruncation.Truncate(why, MaxLength));
}
