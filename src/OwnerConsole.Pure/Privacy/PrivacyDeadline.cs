namespace OwnerConsole.Pure.Privacy;

/// <summary>When a privacy request must be answered.</summary>
/// <remarks>Sources: GDPR article 12(3); CCPA regulations, sections 7021, 7026 and 7027.</remarks>
public static class PrivacyDeadline
{
    /// <summary>Days before the deadline in which a request is due soon.</summary>
    public const int SoonDays = 7;

    private const int CcpaDays = 45,
        OptOutBusinessDays = 15,
        AcknowledgementBusinessDays = 10;

    /// <param name="law">Law that the request is based on.</param>
    /// <param name="kind">What is requested.</param>
    /// <param name="receivedOn">Day on which it was received.</param>
    /// <returns>The last day for the answer: one month for GDPR, 45 days for CCPA, and 15 days from Monday to Friday for an opt-out and a limit of sensitive data. Public holidays don't extend it.</returns>
    public static DateOnly DueOn(PrivacyLaw law, PrivacyRequestKind kind, DateOnly receivedOn) =>
        IsOptOut(kind) ? AddWeekdays(receivedOn, OptOutBusinessDays)
        : law is PrivacyLaw.Ccpa ? receivedOn.AddDays(CcpaDays)
        : receivedOn.AddMonths(1);

    /// <param name="law">Law that the request is based on.</param>
    /// <param name="kind">What is requested.</param>
    /// <param name="receivedOn">Day on which it was received.</param>
    /// <returns>The last day after an extension: three months in all for GDPR, and 90 days in all for CCPA. Null for an opt-out and a limit of sensitive data, which can't be extended.</returns>
    public static DateOnly? ExtendedTo(PrivacyLaw law, PrivacyRequestKind kind, DateOnly receivedOn) =>
        IsOptOut(kind) ? null
        : law is PrivacyLaw.Ccpa ? receivedOn.AddDays(CcpaDays * 2)
        : receivedOn.AddMonths(3);

    /// <param name="law">Law that the request is based on.</param>
    /// <param name="kind">What is requested.</param>
    /// <param name="receivedOn">Day on which it was received.</param>
    /// <returns>The last day to confirm the receipt: 10 days from Monday to Friday for CCPA. Null for GDPR and for an opt-out and a limit of sensitive data, which need no confirmation.</returns>
    public static DateOnly? AcknowledgeBy(PrivacyLaw law, PrivacyRequestKind kind, DateOnly receivedOn) =>
        law is PrivacyLaw.Ccpa && !IsOptOut(kind) ? AddWeekdays(receivedOn, AcknowledgementBusinessDays) : null;

    private static bool IsOptOut(PrivacyRequestKind kind) => kind is PrivacyRequestKind.OptOut or PrivacyRequestKind.LimitUse;

    private static DateOnly AddWeekdays(DateOnly day, int count)
    {
        while (count > 0)
        {
            day = day.AddDays(1);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                count--;
        }
        return day;
    }
}
