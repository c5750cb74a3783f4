using OwnerConsole.Data;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tests.Pure.Duplicates;

/// <summary>Normalized values of records, and the score of a pair.</summary>
public sealed class DuplicateScoreTests
{
    [Theory]
    [InlineData("Ada@Studio.example", "ada@studio.example", "ada@studio.example", "studio.example")]
    [InlineData(" ada+news@studio.example ", "ada+news@studio.example", "ada@studio.example", "studio.example")]
    [InlineData("a.d.a+x@Gmail.com", "a.d.a+x@gmail.com", "ada@gmail.com", null)]
    [InlineData("ada@googlemail.com", "ada@googlemail.com", "ada@gmail.com", null)]
    [InlineData("a.da@studio.example", "a.da@studio.example", "a.da@studio.example", "studio.example")]
    [InlineData("+41@studio.example", "+41@studio.example", "+41@studio.example", "studio.example")]
    public void An_email_is_compared_by_its_mailbox_and_domain(string email, string complete, string mailbox, string? domain) =>
        MailboxAddress.Of(email).ShouldBe(new MailboxAddress(complete, mailbox, domain));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("@studio.example")]
    [InlineData("ada@")]
    [InlineData("ada@.")]
    public void Text_that_is_no_email_is_not_compared(string? email) => MailboxAddress.Of(email).ShouldBeNull();

    [Theory]
    [InlineData("Ada Lovelace", "ada lovelace")]
    [InlineData("LOVELACE, Ada", "ada lovelace")]
    [InlineData("O'Neil  Sam", "oneil sam")]
    [InlineData("Ada", null)]
    [InlineData("…", null)]
    [InlineData(null, null)]
    public void Names_of_people_are_compared_by_their_words(string? name, string? words) => NameWords.OfPerson(name).ShouldBe(words);

    [Theory]
    [InlineData("Acorn Studio GmbH", "acorn studio")]
    [InlineData("Acorn S.A.", "acorn")]
    [InlineData("Studio Acorn, Inc.", "acorn studio")]
    [InlineData("Co Ltd", "co ltd")]
    [InlineData("X", null)]
    public void Names_of_companies_are_compared_without_their_legal_form(string name, string? words) => NameWords.OfCompany(name).ShouldBe(words);

    [Theory]
    [InlineData(DuplicateKind.Member, "", 0, "")]
    [InlineData(DuplicateKind.Member, "same_name", 50, "same_name")]
    [InlineData(DuplicateKind.Member, "same_email email_variant", 95, "same_email")]
    [InlineData(DuplicateKind.Member, "email_variant", 85, "email_variant")]
    [InlineData(DuplicateKind.Member, "same_name name_and_domain", 75, "name_and_domain")]
    [InlineData(DuplicateKind.Member, "same_phone same_name", 85, "same_phone same_name")]
    [InlineData(DuplicateKind.Member, "same_email email_variant same_phone same_name", 99, "same_email same_phone same_name")]
    [InlineData(DuplicateKind.Tenant, "same_domain", 40, "same_domain")]
    [InlineData(DuplicateKind.Tenant, "same_email email_variant same_domain", 75, "same_email")]
    [InlineData(DuplicateKind.Tenant, "same_customer", 95, "same_customer")]
    [InlineData(DuplicateKind.Tenant, "same_customer same_card", 95, "same_customer")]
    [InlineData(DuplicateKind.Tenant, "same_card same_device", 90, "same_card same_device")]
    [InlineData(DuplicateKind.Member, "same_device", 40, "same_device")]
    [InlineData(DuplicateKind.Member, "same_device same_name", 70, "same_name same_device")]
    [InlineData(DuplicateKind.Tenant, "same_name same_domain name_and_domain", 85, "name_and_domain")]
    public void Reasons_add_up_without_those_that_others_imply(DuplicateKind kind, string reasons, int score, string listed)
    {
        var result = DuplicateScore.Of(kind, Read(reasons));

        result.Score.ShouldBe(score);
        string.Join(' ', result.Reasons.Select(reason => reason.ToText())).ShouldBe(listed);
    }

    [Fact]
    public void Two_records_have_the_values_in_common_that_make_them_similar()
    {
        var first = ComparedValues.OfMember("ada lovelace", "ada+a@studio.example", "+41441234567", ["phone"]);
        var second = ComparedValues.OfMember("Lovelace Ada", "ada+b@studio.example", null, ["laptop", "phone"]);
        var tenant = ComparedValues.OfTenant("Acorn GmbH", "ada@gmail.com", ["cus_1", "cus_1", ""], ["fingerprint"], ["phone"]);

        first
            .Intersect(second)
            .Select(value => value.Reason)
            .ShouldBe([DuplicateReason.EmailVariant, DuplicateReason.SameName, DuplicateReason.NameAndDomain, DuplicateReason.SameDevice], ignoreOrder: true);
        tenant
            .Select(value => value.Reason)
            .ShouldBe(
                [
                    DuplicateReason.SameEmail,
                    DuplicateReason.EmailVariant,
                    DuplicateReason.SameCustomer,
                    DuplicateReason.SameCard,
                    DuplicateReason.SameDevice,
                    DuplicateReason.SameName,
                ],
                ignoreOrder: true
            );
        ComparedValues.OfMember(null, null, null, []).ShouldBeEmpty();
        ComparedValues.OfTenant(null, null, [], [], [.. Enumerable.Range(0, ComparedValues.MaxDevices + 1).Select(place => $"device {place}")]).ShouldBeEmpty();
    }

    private static IEnumerable<DuplicateReason> Read(string reasons) =>
        reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(reason => (DuplicateReason)SnakeCaseNames.ToEnum(typeof(DuplicateReason), reason));
}
