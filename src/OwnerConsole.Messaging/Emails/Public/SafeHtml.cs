namespace OwnerConsole.Messaging.Emails.Public;

/// <summary>Removes scripts, event handlers, forms and embedded pages from HTML, with the rules and limits of emails.</summary>
public static class SafeHtml
{
    private static readonly TimeSpan s_timeLimit = TimeSpan.FromSeconds(2);

    /// <returns>Null if the HTML has too many elements, becomes too large or takes too long.</returns>
    public static string? Of(string html)
    {
        using var limit = new CancellationTokenSource(s_timeLimit);
        try
        {
            return EmailSanitizer.Sanitize(html, limit.Token);
        }
        catch (Exception exceeded) when (exceeded is TemplateLimitException or OperationCanceledException)
        {
            return null;
        }
    }
}
