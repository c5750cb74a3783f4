using System.Globalization;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Tests.Pure.Privacy;

/// <summary>Deadlines of privacy requests, and what the laws give a right to.</summary>
public sealed class PrivacyDeadlineTests
{
    [Theory]
    [InlineData(PrivacyLaw.Gdpr, PrivacyRequestKind.Export, "2026-01-31", "2026-02-28", "2026-04-30")]
    [InlineData(PrivacyLaw.Gdpr, PrivacyRequestKind.Erase, "2026-11-30", "2026-12-30", "2027-02-28")]
    [InlineData(PrivacyLaw.Gdpr, PrivacyRequestKind.Object, "2028-01-30", "2028-02-29", "2028-04-30")]
    [InlineData(PrivacyLaw.Ccpa, PrivacyRequestKind.Correct, "2026-11-30", "2027-01-14", "2027-02-28")]
    [InlineData(PrivacyLaw.Ccpa, PrivacyRequestKind.OptOut, "2026-11-30", "2026-12-21", null)] // a Monday, and three weeks later
    [InlineData(PrivacyLaw.Ccpa, PrivacyRequestKind.OptOut, "2026-11-28", "2026-12-18", null)] // a Saturday
    [InlineData(PrivacyLaw.Ccpa, PrivacyRequestKind.LimitUse, "2026-11-30", "2026-12-21", null)]
    public void The_law_sets_the_deadline_and_its_extension(PrivacyLaw law, PrivacyRequestKind kind, string received, string due, string? extended)
    {
        PrivacyDeadline.DueOn(law, kind, Day(received)).ShouldBe(Day(due));
        PrivacyDeadline.ExtendedTo(law, kind, Day(received)).ShouldBe(extended is null ? (DateOnly?)null : Day(extended));
    }

    [Theory]
    [InlineData(PrivacyRequestKind.Export, true, true, true)]
    [InlineData(PrivacyRequestKind.Correct, true, true, false)]
    [InlineData(PrivacyRequestKind.Erase, true, true, true)]
    [InlineData(PrivacyRequestKind.Restrict, true, false, false)]
    [InlineData(PrivacyRequestKind.Object, true, false, false)]
    [InlineData(PrivacyRequestKind.OptOut, false, true, false)]
    [InlineData(PrivacyRequestKind.LimitUse, false, true, false)]
    public void Each_law_has_its_rights_and_exports_and_erasures_need_an_identity(PrivacyRequestKind kind, bool gdpr, bool ccpa, bool needsIdentity)
    {
        (PrivacyLaw.Gdpr.Has(kind), PrivacyLaw.Ccpa.Has(kind)).ShouldBe((gdpr, ccpa));
        kind.NeedsIdentity().ShouldBe(needsIdentity);
    }

    [Theory]
    [InlineData(PrivacyRequestStatus.Received, false, PrivacyRequestStatus.Verified)]
    [InlineData(PrivacyRequestStatus.Verified, false, PrivacyRequestStatus.Verified)]
    [InlineData(PrivacyRequestStatus.InProgress, false, PrivacyRequestStatus.InProgress)]
    [InlineData(PrivacyRequestStatus.Fulfilled, true, PrivacyRequestStatus.Fulfilled)]
    [InlineData(PrivacyRequestStatus.Refused, true, PrivacyRequestStatus.Refused)]
    [InlineData(PrivacyRequestStatus.Withdrawn, true, PrivacyRequestStatus.Withdrawn)]
    public void Verification_does_not_interrupt_work(PrivacyRequestStatus status, bool isDone, PrivacyRequestStatus verified)
    {
        status.IsDone().ShouldBe(isDone);
        status.AfterVerification().ShouldBe(verified);
    }

    [Fact]
    public void The_receipt_of_requests_under_CCPA_is_confirmed_within_ten_weekdays()
    {
        PrivacyDeadline.AcknowledgeBy(PrivacyLaw.Ccpa, PrivacyRequestKind.Export, Day("2026-11-30")).ShouldBe(Day("2026-12-14"));
        PrivacyDeadline.AcknowledgeBy(PrivacyLaw.Ccpa, PrivacyRequestKind.OptOut, Day("2026-11-30")).ShouldBeNull();
        PrivacyDeadline.AcknowledgeBy(PrivacyLaw.Gdpr, PrivacyRequestKind.Export, Day("2026-11-30")).ShouldBeNull();
    }

    [Fact]
    public void Messages_to_the_person_use_the_words_of_the_law()
    {
        PrivacyAnswer
            .Received(PrivacyLaw.Ccpa, PrivacyRequestKind.Export, Day("2026-11-30"), Day("2027-01-14"))
            .ShouldBe("We received your request to know on 30 November 2026 and will answer it by 14 January 2027.");
        PrivacyAnswer
            .Extended(PrivacyLaw.Gdpr, PrivacyRequestKind.Erase, Day("2026-11-30"), Day("2027-02-28"), "Many systems.")
            .ShouldBe("We need more time for your request for erasure of 30 November 2026 and will answer it by 28 February 2027. Reason: Many systems.");
        PrivacyAnswer
            .Refused(PrivacyLaw.Ccpa, PrivacyRequestKind.Erase, Day("2026-11-30"), reason: null)
            .ShouldBe(
                "We can't fulfil your request to delete of 30 November 2026. You can complain to the California Privacy Protection Agency or to the Attorney General of California."
            );
        foreach (var law in Enum.GetValues<PrivacyLaw>())
            Enum.GetValues<PrivacyRequestKind>().Where(kind => law.Has(kind)).Select(kind => PrivacyAnswer.Name(law, kind)).ShouldBeUnique();
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
