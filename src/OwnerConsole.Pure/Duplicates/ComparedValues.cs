namespace OwnerConsole.Pure.Duplicates;

/// <summary>Normalized values by which a record is compared with others. Two records are a pair if they have one of them in common.</summary>
public static class ComparedValues
{
    /// <summary>Most devices by which a tenant is compared. A tenant with more is in regular use, and each of its devices would be a separate value.</summary>
    public const int MaxDevices = 20;

    /// <param name="name">Name without accents; null if none is reported.</param>
    /// <param name="email">Null if none is reported.</param>
    /// <param name="phone">In the form of E.164; null if none is reported.</param>
    /// <param name="devices">Hashes of the devices that the member uses.</param>
    /// <returns>Values of a member, each reason except the devices at most once; empty if nothing identifies them.</returns>
    public static IReadOnlyList<ComparedValue> OfMember(string? name, string? email, string? phone, IEnumerable<string> devices)
    {
        var values = OfEmail(email);
        if (!string.IsNullOrWhiteSpace(phone))
            values.Add(new(DuplicateReason.SamePhone, phone.Trim()));
        AddName(values, NameWords.OfPerson(name), MailboxAddress.Of(email)?.Domain);
        AddEach(values, DuplicateReason.SameDevice, devices);
        return values;
    }

    /// <param name="name">Name without accents.</param>
    /// <param name="email">Email of the contact; null if none is reported.</param>
    /// <param name="customers">IDs of its customers at Stripe.</param>
    /// <param name="cards">Fingerprints of the cards of its customers.</param>
    /// <param name="devices">Hashes of the devices that its members use. Those of more than <see cref="MaxDevices"/> are not compared.</param>
    /// <returns>Values of a tenant; empty if nothing identifies it.</returns>
    public static IReadOnlyList<ComparedValue> OfTenant(
        string? name,
        string? email,
        IEnumerable<string> customers,
        IEnumerable<string> cards,
        IReadOnlyCollection<string> devices
    )
    {
        var values = OfEmail(email);
        AddEach(values, DuplicateReason.SameCustomer, customers);
        AddEach(values, DuplicateReason.SameCard, cards);
        if (devices.Count <= MaxDevices)
            AddEach(values, DuplicateReason.SameDevice, devices);
        var domain = MailboxAddress.Of(email)?.Domain;
        AddName(values, NameWords.OfCompany(name), domain);
        if (domain is not null)
            values.Add(new(DuplicateReason.SameDomain, domain));
        return values;
    }

    private static void AddEach(List<ComparedValue> values, DuplicateReason reason, IEnumerable<string> given) =>
        values.AddRange(
            given.Where(value => !string.IsNullOrWhiteSpace(value)).Distinct(StringComparer.Ordinal).Select(value => new ComparedValue(reason, value))
        );

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
