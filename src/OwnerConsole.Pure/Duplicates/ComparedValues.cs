namespace OwnerConsole.Pure.Duplicates;

/// <summary>Normalized values by which a record is compared with others. Two records are a pair if they have one of them in common.</summary>
public static class ComparedValues
{
    /// <param name="name">Name without accents; null if none is reported.</param>
    /// <param name="email">Null if none is reported.</param>
    /// <param name="phone">In the form of E.164; null if none is reported.</param>
    /// <returns>Values of a member, each reason at most once; empty if nothing identifies them.</returns>
    public static IReadOnlyList<ComparedValue> OfMember(string? name, string? email, string? phone)
    {
        var values = OfEmail(email);
        if (!string.IsNullOrWhiteSpace(phone))
            values.Add(new(DuplicateReason.SamePhone, phone.Trim()));
        AddName(values, NameWords.OfPerson(name), MailboxAddress.Of(email)?.Domain);
        return values;
    }

    /// <param name="name">Name without accents.</param>
    /// <param name="email">Email of the contact; null if none is reported.</param>
    /// <param name="customers">IDs of its customers at Stripe.</param>
    /// <returns>Values of a tenant; empty if nothing identifies it.</returns>
    public static IReadOnlyList<ComparedValue> OfTenant(string? name, string? email, IEnumerable<string> customers)
    {
        var values = OfEmail(email);
        values.AddRange(
            customers
                .Where(customer => !string.IsNullOrWhiteSpace(customer))
                .Distinct(StringComparer.Ordinal)
                .Select(customer => new ComparedValue(DuplicateReason.SameCustomer, customer))
        );
        var domain = MailboxAddress.Of(email)?.Domain;
        AddName(values, NameWords.OfCompany(name), domain);
        if (domain is not null)
            values.Add(new(DuplicateReason.SameDomain, domain));
        return values;
    }

    private static List<ComparedValue> OfEmail(string? email) =>
        MailboxAddress.Of(email) is { } address ? [new(DuplicateReason.SameEmail, address.Email), new(DuplicateReason.EmailVariant, address.Mailbox)] : [];

    private static void AddName(List<ComparedValue> values, string? words, string? domain)
    {
        if (words is null)
            return;
        values.Add(new(DuplicateReason.SameName, words));
        if (domain is not null)
            values.Add(new(DuplicateReason.NameAndDomain, $"{words}@{domain}"));
    }
}
