using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;

namespace Regulatief.Cases.Contacts;

internal static class ContactNews
{
    /// <summary>Tells who asked for contact what came of it: whoever holds that place now.</summary>
    public static void TellAsker(this TaskFormScope scope, ContactRequest request)
    {
        var holder = request.AskedBy == CaseRole.Professional ? scope.Case.ProfessionalId : scope.Case.CurrentAssignment?.Volunteer.AccountId;
        if (holder is not { } asker) return;
        scope.Db.Notices.Add(new Notice
        {
            AccountId = asker, Role = Party.RoleOf(request.AskedBy), Kind = NoticeKind.ContactAnswered, CaseId = request.CaseId, SubjectId = request.Id, At = scope.Now,
        });
    }
}
