namespace OwnerConsole.Messaging.Emails.Public;

/// <summary>Removes scripts, event handlers, forms and embedded pages from HTML, with the rules and limits of emails.</summary>
public static class SafeHtml
{
    /// <returns>Null if the HTML has too many elements, becomes too large or takes too long.</returns>
    public static string? Of(string html)
    {
        using var limit = new CancellationTokenSource(TemplateLimits.MaxTime);
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
