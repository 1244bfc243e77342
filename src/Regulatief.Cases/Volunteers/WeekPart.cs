namespace Regulatief.Cases.Volunteers;

/// <summary>A part of a day of the week on which somebody can be there.</summary>
public enum WeekPart
{
    MondayMorning,
    MondayAfternoon,
    MondayEvening,
    TuesdayMorning,
    TuesdayAfternoon,
    TuesdayEvening,
    WednesdayMorning,
    WednesdayAfternoon,
    WednesdayEvening,
    ThursdayMorning,
    ThursdayAfternoon,
    ThursdayEvening,
    FridayMorning,
    FridayAfternoon,
    FridayEvening,
    SaturdayMorning,
    SaturdayAfternoon,
    SaturdayEvening,
    SundayMorning,
    SundayAfternoon,
    SundayEvening,
}
